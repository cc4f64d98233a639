"""Tell which words of a sentence are acts."""
