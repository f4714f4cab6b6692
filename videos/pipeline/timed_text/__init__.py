"""Timed text: subtitles, captions and transcripts as cues.

Plain typed Python. It reads WebVTT, SubRip, TTML (EBU-TT-D, IMSC) and EBU STL, writes WebVTT and
SubRip, and checks cues against a style guide. It knows nothing of tracks, languages of the site or
requests. Files come from outside: every reader is linear in the size of the file, bounded by
``cues.MAX_BYTES`` and refuses with a reason and, where there is one, a line number.
"""
