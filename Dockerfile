# A small image that runs the worker as an ordinary user: docker build -t treatywatch .
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/treatywatch
COPY requirements.lock .
RUN /opt/treatywatch/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE slack-manifest.yaml slack-manifest-full.yaml ./
COPY monitor monitor
COPY rules rules
RUN /opt/treatywatch/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /state --shell /usr/sbin/nologin treatywatch \
    && install -d -o treatywatch -g treatywatch -m 0700 /state
COPY --from=build /opt/treatywatch /opt/treatywatch
# The starting rules; mount a folder of your own over them.
COPY rules /rules
ENV PATH=/opt/treatywatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TREATYWATCH_STATE=/state/treatywatch.db \
    TREATYWATCH_RULES=/rules \
    TREATYWATCH_HOST=0.0.0.0 \
    PORT=8000
USER treatywatch
WORKDIR /state
VOLUME /state
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
CMD ["treatywatch", "run"]
