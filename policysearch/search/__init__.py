"""Question to hits: tokenize, encode, lexical, dense, fuse, filter, and the searcher that joins them."""
