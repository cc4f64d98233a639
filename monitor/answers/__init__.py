"""Answer what people ask for: digests, how things stand, why something was told, what a rule would have done."""
