"""How the server bears load, long use, damage and odd input; see the docstring of each module for its command."""
