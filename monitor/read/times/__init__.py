"""Tell news from history, and whether a treaty enters into force."""
