"""The media library in the editor: uploading, finding and choosing video assets."""
