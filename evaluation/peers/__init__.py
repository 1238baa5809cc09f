"""What a user would assemble instead, side by side with this project: see README.md in this folder."""
