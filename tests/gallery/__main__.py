"""``python -m tests.gallery OUT``: draws every page and state into OUT."""

import sys

from tests.gallery.make_gallery import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
