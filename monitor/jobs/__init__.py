"""Do one job between the doors: poll a feed, take what a hub pushes, try feeds, count how all that goes."""
