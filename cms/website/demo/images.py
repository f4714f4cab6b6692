"""Pictures for the demo newsroom: layered scenes drawn from a seed.

The same scene, seed and size always give the same bytes. Longer than other modules, since each
scene is a list of coordinates.
"""

import io
import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFilter

LANDSCAPE = (1600, 1067)
SUPERSAMPLING = 2
JPEG_QUALITY = 80

type Colour = tuple[int, int, int]
type Scene = Callable[["Canvas"], None]

# Sky top, sky bottom, far, middle, near, accent.
PALETTES: tuple[tuple[Colour, ...], ...] = (
    ((22, 52, 84), (246, 196, 148), (92, 112, 138), (46, 76, 104), (18, 38, 58), (250, 226, 170)),
    (
        (112, 168, 196),
        (236, 240, 232),
        (142, 172, 176),
        (74, 122, 126),
        (26, 66, 74),
        (236, 106, 74),
    ),
    ((40, 44, 84), (232, 138, 122), (112, 82, 116), (66, 56, 96), (28, 28, 58), (255, 204, 128)),
    (
        (178, 206, 214),
        (250, 240, 220),
        (160, 178, 150),
        (98, 134, 102),
        (40, 76, 62),
        (222, 146, 62),
    ),
    ((14, 34, 58), (92, 150, 168), (60, 106, 126), (30, 72, 94), (10, 30, 46), (246, 214, 120)),
)


class Canvas:
    """A picture in progress, measured in shares of its width and height."""

    def __init__(self, *, seed: int, size: tuple[int, int]) -> None:
        self.random = Random(seed)  # noqa: S311 - pictures, not secrets
        self.width, self.height = (side * SUPERSAMPLING for side in size)
        palette = PALETTES[seed % len(PALETTES)]
        self.sky_top, self.sky_bottom, self.far, self.middle, self.near, self.accent = palette
        self.image = Image.new("RGB", (self.width, self.height))
        self.draw = ImageDraw.Draw(self.image)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel at a share of the width and of the height."""
        return x * self.width, y * self.height

    def gradient(self, top: Colour, bottom: Colour, *, start: float = 0, end: float = 1) -> None:
        """Fill a horizontal band, from one colour down to another."""
        box = (0, round(start * self.height), self.width, round(end * self.height))
        column = Image.new("RGB", (1, 256))
        column.putdata([mix(top, bottom, level / 255) for level in range(256)])
        band = column.resize((self.width, box[3] - box[1]), Image.Resampling.BILINEAR)
        self.image.paste(band, box[:2])

    def sky(self, horizon: float = 1.0) -> None:
        """Fill the picture down to the horizon."""
        self.gradient(self.sky_top, self.sky_bottom, end=horizon)

    def sun(self, x: float, y: float, radius: float) -> None:
        """Draw a disc with a soft halo."""
        halo = Image.new("L", (128, 128))
        ImageDraw.Draw(halo).ellipse((32, 32, 96, 96), fill=120)
        side = round(radius * 5 * self.width)
        halo = halo.filter(ImageFilter.GaussianBlur(16)).resize((side, side))
        left, top = self.at(x, y)
        corner = (round(left - side / 2), round(top - side / 2))
        self.image.paste(Image.new("RGB", (side, side), self.accent), corner, halo)
        self.disc(x, y, radius, self.accent)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a circle; the radius is a share of the width."""
        left, top = self.at(x, y)
        reach = radius * self.width
        self.draw.ellipse((left - reach, top - reach, left + reach, top + reach), fill=colour)

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        """Fill a polygon."""
        self.draw.polygon([self.at(x, y) for x, y in points], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.draw.rectangle((*self.at(left, top), *self.at(right, bottom)), fill=colour)

    def line(self, points: list[tuple[float, float]], colour: Colour, thickness: float) -> None:
        """Draw a line; the thickness is a share of the width."""
        pixels = [self.at(x, y) for x, y in points]
        self.draw.line(pixels, fill=colour, width=max(1, round(thickness * self.width)))

    def hills(self, level: float, swing: float, colour: Colour) -> None:
        """Draw a rolling ridge that fills everything below it."""
        waves = [(self.random.uniform(1, 5), self.random.uniform(0, math.tau)) for _ in range(3)]
        ridge = []
        for step in range(81):
            x = step / 80
            lift = sum(math.sin(pace * x * 3 + phase) / pace for pace, phase in waves)
            ridge.append((x, level - swing * lift / 2))
        self.shape([*ridge, (1, 1), (0, 1)], colour)

    def water(self, level: float) -> None:
        """Fill the picture below the level with water and its glints."""
        self.gradient(mix(self.sky_bottom, self.middle, 0.45), self.near, start=level)
        for _ in range(70):
            depth = self.random.random() ** 1.6
            y = level + (1 - level) * depth
            x, reach = self.random.random(), self.random.uniform(0.01, 0.03 + 0.1 * depth)
            tone = mix(self.sky_bottom, self.near, 0.25 + 0.6 * depth)
            self.line([(x - reach, y), (x + reach, y)], tone, 0.0012 + 0.002 * depth)

    def jpeg(self, size: tuple[int, int]) -> bytes:
        """Return the finished picture."""
        file = io.BytesIO()
        self.image.resize(size, Image.Resampling.BOX).save(
            file, "JPEG", quality=JPEG_QUALITY, optimize=False
        )
        return file.getvalue()


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that lies a share of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def draw_image(scene: str, *, seed: int, size: tuple[int, int] = LANDSCAPE) -> bytes:
    """Return a JPEG of the named scene.

    Raises:
        KeyError: there is no such scene.
    """
    canvas = Canvas(seed=seed, size=size)
    SCENES[scene](canvas)
    return canvas.jpeg(size)


def _river(canvas: Canvas) -> None:
    canvas.sky(0.6)
    canvas.sun(0.72, 0.3, 0.035)
    canvas.hills(0.42, 0.1, canvas.far)
    canvas.hills(0.52, 0.09, canvas.middle)
    canvas.hills(0.6, 0.05, mix(canvas.middle, canvas.near, 0.5))
    left, right = [], []
    for step in range(41):
        depth = step / 40
        middle = 0.55 + 0.16 * math.sin(depth * 5.2 + canvas.random.uniform(0, 0.05)) * (1 - depth)
        reach = 0.012 + 0.3 * depth**2
        left.append((middle - reach - 0.1 * depth, 0.6 + 0.4 * depth))
        right.append((middle + reach - 0.1 * depth, 0.6 + 0.4 * depth))
    canvas.shape([*left, *reversed(right)], mix(canvas.sky_bottom, canvas.far, 0.3))
    for x in (0.08, 0.14, 0.86, 0.93):
        _reeds(canvas, x)


def _reeds(canvas: Canvas, x: float) -> None:
    for _ in range(14):
        foot = x + canvas.random.uniform(-0.05, 0.05)
        tip = foot + canvas.random.uniform(-0.02, 0.02)
        top = canvas.random.uniform(0.66, 0.82)
        canvas.line([(foot, 1), (tip, top)], canvas.near, 0.0025)
        canvas.line([(tip, top), (tip, top - 0.03)], canvas.accent, 0.004)


def _harbour(canvas: Canvas) -> None:
    canvas.sky(0.68)
    canvas.sun(0.24, 0.42, 0.045)
    canvas.hills(0.6, 0.04, canvas.far)
    for x in (0.5, 0.66, 0.82):
        _crane(canvas, x, canvas.random.uniform(0.2, 0.3))
    colours = [canvas.accent, canvas.middle, canvas.far, mix(canvas.accent, canvas.near, 0.45)]
    for row in range(3):
        for column in range(18):
            if canvas.random.random() < 0.86 - row * 0.24:
                left = 0.42 + column * 0.032
                top = 0.64 - row * 0.034
                canvas.box(left, top, left + 0.03, top + 0.032, canvas.random.choice(colours))
    canvas.box(0.4, 0.67, 1, 0.7, canvas.near)
    canvas.water(0.7)


def _crane(canvas: Canvas, x: float, top: float) -> None:
    for foot in (x, x + 0.06):
        canvas.line([(foot, 0.67), (foot, top + 0.12)], canvas.near, 0.006)
    canvas.line([(x - 0.1, top + 0.12), (x + 0.11, top + 0.12)], canvas.near, 0.007)
    canvas.line([(x + 0.03, top), (x - 0.1, top + 0.12)], canvas.near, 0.002)
    canvas.line([(x + 0.03, top), (x + 0.11, top + 0.12)], canvas.near, 0.002)
    canvas.line([(x + 0.03, top), (x + 0.03, top + 0.12)], canvas.near, 0.005)
    canvas.line([(x - 0.07, top + 0.12), (x - 0.07, top + 0.3)], canvas.near, 0.001)


def _ship(canvas: Canvas) -> None:
    canvas.sky(0.62)
    canvas.sun(0.8, 0.34, 0.04)
    canvas.hills(0.58, 0.03, canvas.far)
    canvas.water(0.6)
    hull = [(0.2, 0.6), (0.78, 0.6), (0.84, 0.52), (0.72, 0.54), (0.7, 0.57), (0.22, 0.57)]
    canvas.shape([*hull[:2], *hull[2:]], canvas.near)
    canvas.shape([(0.2, 0.6), (0.78, 0.6), (0.75, 0.67), (0.24, 0.67)], canvas.near)
    canvas.box(0.27, 0.42, 0.42, 0.58, (240, 240, 234))
    canvas.box(0.3, 0.34, 0.4, 0.42, (226, 228, 224))
    for deck in (0.36, 0.445, 0.5):
        for window in range(6):
            left = 0.285 + window * 0.022
            canvas.box(left, deck, left + 0.012, deck + 0.02, canvas.middle)
    canvas.box(0.315, 0.27, 0.345, 0.34, canvas.accent)
    canvas.line([(0.38, 0.34), (0.38, 0.2)], canvas.near, 0.003)
    canvas.line([(0.52, 0.57), (0.56, 0.36)], canvas.near, 0.005)
    canvas.line([(0.56, 0.36), (0.7, 0.5)], canvas.near, 0.0025)
    canvas.box(0.24, 0.635, 0.76, 0.645, canvas.accent)


def _facade(canvas: Canvas) -> None:
    canvas.sky()
    light, shade = mix(canvas.sky_bottom, (255, 255, 255), 0.4), mix(canvas.far, canvas.middle, 0.5)
    canvas.shape([(0.08, 0.34), (0.5, 0.14), (0.92, 0.34)], light)
    canvas.shape([(0.2, 0.32), (0.5, 0.18), (0.8, 0.32)], shade)
    canvas.box(0.08, 0.34, 0.92, 0.4, light)
    canvas.box(0.1, 0.4, 0.9, 0.84, shade)
    for column in range(9):
        left = 0.115 + column * 0.0935
        canvas.box(left, 0.4, left + 0.028, 0.84, light)
        canvas.box(left + 0.02, 0.4, left + 0.028, 0.84, mix(light, shade, 0.45))
    canvas.box(0.455, 0.56, 0.545, 0.84, canvas.near)
    for step in range(5):
        tone = mix(light, canvas.near, 0.12 + step * 0.09)
        canvas.box(0.08 - step * 0.02, 0.84 + step * 0.026, 0.92 + step * 0.02, 1, tone)
    for pole in range(7):
        _flag(canvas, 0.06 + pole * 0.145)


def _flag(canvas: Canvas, x: float) -> None:
    canvas.line([(x, 1), (x, 0.5)], canvas.near, 0.0025)
    tone = canvas.random.choice([canvas.accent, canvas.middle, canvas.sky_top])
    canvas.shape([(x, 0.5), (x + 0.06, 0.515), (x + 0.06, 0.575), (x, 0.56)], tone)


def _lighthouse(canvas: Canvas) -> None:
    canvas.sky(0.7)
    beam = mix(canvas.sky_top, canvas.accent, 0.35)
    canvas.shape([(0.68, 0.24), (0, 0.06), (0, 0.3)], beam)
    canvas.hills(0.62, 0.05, canvas.far)
    canvas.water(0.66)
    canvas.shape(
        [(0.48, 0.78), (0.58, 0.68), (0.8, 0.66), (1, 0.72), (1, 1), (0.4, 1)], canvas.near
    )
    canvas.shape([(0.645, 0.7), (0.66, 0.28), (0.7, 0.28), (0.715, 0.7)], (240, 238, 230))
    for band in range(3):
        top = 0.34 + band * 0.12
        spread = 0.0035 * (band + 1)
        canvas.box(0.66 - spread, top, 0.7 + spread, top + 0.055, canvas.accent)
    canvas.box(0.655, 0.21, 0.705, 0.28, canvas.near)
    canvas.box(0.665, 0.22, 0.695, 0.27, (255, 240, 190))
    canvas.shape([(0.65, 0.21), (0.68, 0.16), (0.71, 0.21)], canvas.near)


def _delta(canvas: Canvas) -> None:
    """Look down on a river that splits into many arms."""
    canvas.gradient(
        mix(canvas.middle, canvas.far, 0.5), mix(canvas.sky_bottom, canvas.accent, 0.25)
    )
    for _ in range(240):
        x, y = canvas.random.random(), canvas.random.random()
        tone = mix(canvas.far, canvas.middle, canvas.random.random())
        canvas.disc(x, y, canvas.random.uniform(0.004, 0.03), tone)
    water = mix(canvas.sky_top, canvas.near, 0.3)
    _arm(canvas, (0.5, -0.02), math.pi / 2, 0.034, water)
    canvas.box(0, 0.94, 1, 1, water)


def _arm(
    canvas: Canvas, start: tuple[float, float], heading: float, thickness: float, colour: Colour
) -> None:
    x, y = start
    for _ in range(9):
        heading += canvas.random.uniform(-0.28, 0.28)
        heading = min(max(heading, 0.25), math.pi - 0.25)
        onward = (x + math.cos(heading) * 0.026, y + math.sin(heading) * 0.036)
        canvas.line([(x, y), onward], colour, thickness)
        canvas.disc(*onward, thickness / 2, colour)
        x, y = onward
    if thickness > 0.003 and y < 1:  # noqa: PLR2004 - thinner arms are lost in the marsh
        for turn in (-0.5, 0.5):
            _arm(canvas, (x, y), heading + turn, thickness * 0.66, colour)


def _mangrove(canvas: Canvas) -> None:
    canvas.sky(0.62)
    canvas.sun(0.3, 0.26, 0.04)
    canvas.hills(0.55, 0.06, canvas.far)
    canvas.water(0.62)
    for tree in range(7):
        _tree(canvas, 0.06 + tree * 0.15 + canvas.random.uniform(-0.03, 0.03))


def _tree(canvas: Canvas, x: float) -> None:
    crown = canvas.random.uniform(0.3, 0.42)
    canvas.line([(x, 0.66), (x + 0.01, crown)], canvas.near, 0.009)
    for root in range(-4, 5):
        knee = x + root * 0.008
        canvas.line([(x, 0.6), (knee, 0.66), (x + root * 0.016, 0.8)], canvas.near, 0.003)
    for _ in range(16):
        tone = mix(canvas.middle, canvas.near, canvas.random.random())
        leaf = canvas.random.uniform(-0.07, 0.07), canvas.random.uniform(-0.08, 0.08)
        canvas.disc(x + leaf[0], crown + leaf[1], canvas.random.uniform(0.016, 0.034), tone)


def _hall(canvas: Canvas) -> None:
    canvas.gradient(canvas.near, canvas.middle)
    for lamp in range(9):
        x = 0.1 + lamp * 0.1
        canvas.shape(
            [(x, 0.06), (x - 0.06, 0.5), (x + 0.06, 0.5)], mix(canvas.middle, canvas.far, 0.4)
        )
        canvas.disc(x, 0.06, 0.012, canvas.accent)
    canvas.box(0.2, 0.2, 0.8, 0.5, canvas.sky_bottom)
    canvas.shape(
        [(0.2, 0.5), (0.2, 0.4), (0.4, 0.3), (0.6, 0.42), (0.8, 0.34), (0.8, 0.5)], canvas.far
    )
    for row in range(6):
        depth = row / 5
        y = 0.56 + 0.44 * depth
        seats = 22 - row * 2
        for seat in range(seats + 1):
            x = seat / seats + canvas.random.uniform(-0.006, 0.006)
            tone = mix(canvas.far, canvas.near, 0.25 + 0.7 * depth)
            canvas.disc(x, y, 0.012 + 0.008 * depth, tone)
            reach = 0.018 + 0.012 * depth
            canvas.box(x - reach, y + 0.028, x + reach, y + 0.2, tone)


def _waves(canvas: Canvas) -> None:
    canvas.sky(0.5)
    canvas.sun(0.5, 0.3, 0.06)
    for layer in range(9):
        share = layer / 8
        phase = canvas.random.uniform(0, math.tau)
        crest = [
            (step / 60, 0.42 + share * 0.5 + 0.022 * math.sin(step / 60 * (16 - layer) + phase))
            for step in range(61)
        ]
        canvas.shape([*crest, (1, 1), (0, 1)], mix(canvas.far, canvas.near, share))
        canvas.line(crest, mix(canvas.sky_bottom, canvas.middle, share), 0.0015)


def _portrait(canvas: Canvas) -> None:
    """Draw a head and shoulders without a face."""
    canvas.gradient(canvas.sky_top, canvas.sky_bottom)
    ratio = canvas.width / canvas.height
    for _ in range(5):
        tone = mix(canvas.sky_top, canvas.sky_bottom, canvas.random.random())
        canvas.disc(canvas.random.random(), canvas.random.random(), 0.16, tone)
    skin = mix((246, 214, 186), (92, 58, 42), canvas.random.random())
    hair = mix((34, 26, 24), (170, 150, 130), canvas.random.random() ** 2)
    canvas.disc(0.5, 0.98, 0.36, canvas.near)
    canvas.shape(
        [(0.42, 0.68), (0.58, 0.68), (0.61, 0.78), (0.5, 0.92), (0.39, 0.78)], (238, 238, 234)
    )
    canvas.box(0.45, 0.55, 0.55, 0.74, mix(skin, (0, 0, 0), 0.15))
    canvas.disc(0.5, 0.42, 0.18, hair)
    canvas.box(0.32, 0.42, 0.68, 0.42 + canvas.random.uniform(0.02, 0.24) / ratio, hair)
    canvas.disc(0.5, 0.47, 0.155, skin)
    canvas.shape([(0.35, 0.41), (0.39, 0.3), (0.61, 0.3), (0.65, 0.41), (0.5, 0.35)], hair)
    canvas.shape([(0.45, 0.75), (0.55, 0.75), (0.5, 0.98)], canvas.accent)


SCENES: dict[str, Scene] = {
    "river": _river,
    "harbour": _harbour,
    "ship": _ship,
    "facade": _facade,
    "lighthouse": _lighthouse,
    "delta": _delta,
    "mangrove": _mangrove,
    "hall": _hall,
    "waves": _waves,
    "portrait": _portrait,
}
