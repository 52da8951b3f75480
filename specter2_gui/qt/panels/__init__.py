"""One page each: shows what it is given and says what was asked; a panel never reads a file and never decides."""
