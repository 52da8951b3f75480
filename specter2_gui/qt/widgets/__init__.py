"""Parts of the window that more than one page uses; they show what they are given."""
