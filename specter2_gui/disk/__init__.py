"""Files that are either whole or not there: atomic writes, hashes, the places a program may write to."""
