// Make monitor/web/world.json: the outlines of States, simplified and projected once, so that nothing is at run time.
//   cd scripts/world && npm install && npm run build
// Outlines: Natural Earth (public domain) as packed by world-atlas (ISC). States too small to be seen get a dot.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {geoNaturalEarth1, geoPath} from 'd3-geo';
import {feature} from 'topojson-client';
import {presimplify, simplify, sphericalTriangleArea} from 'topojson-simplify';

const WIDTH = 1000, HEIGHT = 490, EDGE = 6;
const DETAIL = 3e-5; // steradians: corners that span a smaller triangle are left out
const SMALL = 25; // square units: a State drawn smaller gets a dot
const TURN = [-11, 0]; // cut the globe in the Bering Strait, so that no country is split
const ANTARCTICA = '010';

const codes = JSON.parse(execFileSync('python3', ['-c',
  'import json, pycountry; print(json.dumps({c.numeric: c.alpha_2 for c in pycountry.countries}))']));
const read = (scale) => JSON.parse(readFileSync(`node_modules/world-atlas/countries-${scale}.json`));
const countries = (topology) => ({
  type: 'FeatureCollection',
  features: feature(topology, topology.objects.countries).features.filter((one) => one.id !== ANTARCTICA),
});

const fine = countries(read('50m'));
const coarse = countries(simplify(presimplify(read('50m'), sphericalTriangleArea), DETAIL));
const projection = geoNaturalEarth1().rotate(TURN).fitExtent([[EDGE, 4], [WIDTH - EDGE, HEIGHT - 4]], fine);
const path = geoPath(projection).digits(1);
const exact = geoPath(projection);
const centre = (one) => exact.centroid(one).map((value) => Math.round(value * 10) / 10);

const states = {};
let land = '';
coarse.features.forEach((one, index) => {
  const code = codes[one.id], outline = path(one) ?? '', whole = fine.features[index], area = exact.area(whole);
  if (!code) { land += outline; return; }
  const state = states[code] ??= {d: '', area: 0, largest: 0};
  state.d += outline;
  state.area += area;
  if (area > state.largest) { state.largest = area; state.dot = centre(whole); }
});
for (const one of countries(read('10m')).features) { // some are too small for the 50m outlines at all
  const code = codes[one.id];
  if (code && !states[code]) states[code] = {d: '', area: 0, dot: centre(one)};
}
const kept = Object.entries(states).sort().map(([code, state]) =>
  [code, state.area < SMALL ? {d: state.d, dot: state.dot} : {d: state.d}]);
writeFileSync('../../monitor/web/world.json',
  JSON.stringify({width: WIDTH, height: HEIGHT, land, states: Object.fromEntries(kept)}) + '\n');
