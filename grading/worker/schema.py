"""What travels between the grading process and a worker, as data: values, and messages of them.

msgspec checks each message against these classes when it arrives: what does not fit is refused.
"""

from typing import Annotated, Any, Literal, TypedDict

import msgspec

DType = Literal[
    "|b1",
    "|i1",
    "|u1",
    "<i2",
    "<u2",
    "<i4",
    "<u4",
    "<i8",
    "<u8",
    "<f2",
    "<f4",
    "<f8",
    "<c8",
    "<c16",
]
Size = Annotated[int, msgspec.Meta(ge=0)]
ShortText = Annotated[str, msgspec.Meta(max_length=200)]
LongText = Annotated[str, msgspec.Meta(max_length=65536)]


class WireError(Exception):
    """The other side sent something that is not a frame, or not a value."""


class _Node(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One value, or one message: sent as a short msgpack array that starts with its tag."""


class ArrayNode(_Node, tag=1):
    dtype: DType
    shape: Annotated[list[Size], msgspec.Meta(max_length=32)]
    offset: Size
    scalar: bool  # a NumPy scalar rather than a 0-dimensional array


class ListNode(_Node, tag=2):
    items: list["Node"]


class TupleNode(_Node, tag=3):
    items: list["Node"]


class DictNode(_Node, tag=4):
    keys: list["Node"]
    values: list["Node"]


class BytesNode(_Node, tag=5):
    data: bytes


class ComplexNode(_Node, tag=6):
    real: float
    imag: float


class OpaqueNode(_Node, tag=7):
    """A value that does not travel: only what it was is told."""

    description: ShortText


class CallbackNode(_Node, tag=8):
    """A function of the grading process; the worker calls it back by its number."""

    number: Size


class GeneratorNode(_Node, tag=9):
    """State of a `numpy.random.PCG64`, whose two 128-bit numbers are sent as decimal text."""

    state: ShortText
    increment: ShortText
    has_uint32: int
    uinteger: int


class FigureNode(_Node, tag=10):
    """A Matplotlib figure: what is drawn as data, and how it looks as a PNG."""

    png: ArrayNode  # its bytes: a large picture does not fit among the structure
    panels: "Node"


class PathNode(_Node, tag=11):
    """A path: text on the way, and a path again at the other side."""

    text: Annotated[str, msgspec.Meta(max_length=4096)]


class HandleNode(_Node, tag=12):
    """A Keras model, which stays in the worker; it is spoken of by its number."""

    number: Size
    description: ShortText


class PredictorNode(_Node, tag=13):
    """The predictions of a model that the worker keeps, as a function for the student's code."""

    number: Size


Node = (
    None
    | bool
    | int
    | float
    | str
    | ArrayNode
    | ListNode
    | TupleNode
    | DictNode
    | BytesNode
    | ComplexNode
    | OpaqueNode
    | CallbackNode
    | GeneratorNode
    | FigureNode
    | PathNode
    | HandleNode
    | PredictorNode
)


class Opaque(msgspec.Struct, frozen=True):
    """Stands for a value that does not travel, such as a set, a tensor or an object array."""

    description: str


class Handle:
    """Stands for a Keras model that the worker keeps.

    number       under which it is kept
    description  its class and its size in words
    """

    def __init__(self, number: int, description: str) -> None:
        self.number = number
        self.description = description


class Predictor:
    """Stands for the predictions of a model that the worker keeps, as a function of a batch.

    A function of the grading process could not ask the worker for them: that is busy with the
    call that the function was given to.
    """

    def __init__(self, number: int) -> None:
        self.number = number


class Panel(TypedDict):
    """What is drawn in one axes of a figure; the keys are told at `Figure`."""

    title: str
    xlabel: str
    ylabel: str
    visible: bool
    xticks: list[str]
    xtick_places: list[float]
    yticks: list[str]
    ytick_places: list[float]
    texts: list[str]
    text_places: list[tuple[float, float]]
    images: list[Any]
    image_places: list[tuple[Any, Any]]
    has_data: bool
    colorbar: bool
    box: Annotated[list[float], msgspec.Meta(min_length=4, max_length=4)]


class Figure(msgspec.Struct, frozen=True):
    """Stands for a Matplotlib figure.

    png     the rendered figure
    panels  one dict for every axes: title, xlabel, ylabel, visible (frame and ticks are drawn),
            xticks and yticks (labels of visible ticks), texts (list of str, those in tables
            included), images (list of arrays as they were given to `imshow` or `pcolormesh`),
            has_data, colorbar (that is what it is), box (left, top, right and bottom edge, from
            the top left corner, as shares of the figure); and in the panel's data coordinates
            xtick_places, ytick_places (numbers), text_places (x, y), image_places (the middles
            of columns and of rows, two arrays)
    """

    png: bytes
    panels: list[dict[str, Any]]


# Messages to the worker


class Load(_Node, tag=20):
    """Import a module; the answer describes its public names."""

    id: int
    module: ShortText


class Get(_Node, tag=21):
    """Read one public name of a module that is no function."""

    id: int
    module: ShortText
    name: ShortText


class Call(_Node, tag=22):
    id: int
    module: ShortText
    name: ShortText
    args: list[Node]
    kwargs: dict[str, Node]


class CallbackResult(_Node, tag=23):
    id: int
    value: Node


class CallbackFailed(_Node, tag=24):
    id: int


# Messages from the worker


class Frame(_Node):
    """One line of a traceback, in one of the student's own files."""

    file: ShortText
    line: int
    function: ShortText
    text: ShortText


class Returned(_Node, tag=30):
    id: int
    value: Node
    changed: list[ShortText]  # arguments that the function changed: "0", "kernel", …
    generators: list[GeneratorNode]  # states after the call, in the order of the arguments
    warnings: list[ShortText]
    printed: LongText


class Raised(_Node, tag=31):
    id: int
    name: ShortText  # of the exception's class
    bases: list[ShortText]  # names of the class and of those that it is derived from
    message: Annotated[str, msgspec.Meta(max_length=4000)]
    frames: list[Frame]
    unwritten: bool  # NotImplementedError raised by the student's own file: a stub
    printed: LongText


class CalledBack(_Node, tag=32):
    id: int
    number: Size
    args: list[Node]
    kwargs: dict[str, Node]


ToWorker = Load | Get | Call | CallbackResult | CallbackFailed
FromWorker = Returned | Raised | CalledBack
