"""Between pages and what a librarian can do: each controller listens to one page and calls the layer below."""
