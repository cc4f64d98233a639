"""Make entries comparable: canonical addresses, plain text, aware dates and identity. Pure functions, no clock."""
