"""Beside the body map: the needle counter, the sites, and the entry of one site."""
