"""Choose the language of a text, cut it into sentences, and find in each what means something to the grammar."""
