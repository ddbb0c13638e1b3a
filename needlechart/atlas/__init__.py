"""The body map as geometry: views, layers, regions, hit test, sides; no Qt."""
