"""The files that catalogues and databases export, read as records and rejects; nothing vanishes uncounted."""
