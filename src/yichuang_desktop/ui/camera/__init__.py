"""The document camera: photographing papers page by page, reading codes (R-IN-1, R-OUT-4)."""
