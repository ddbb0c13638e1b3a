"""One window, shown and painted once, then gone; run as a process of its own by `startup`.

Prints the time in ns since the epoch and which of the slow libraries were imported by then.
"""

import sys
import time
from pathlib import Path


def empty_window() -> None:
    """The least a PySide6 program can be: one plain window."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(1366, 698)
    watch = _watch_for(QObject, QEvent, app)
    window.installEventFilter(watch)
    window.show()
    app.exec()


def our_window(folder: Path) -> None:
    """The program as a person starts it, on a data folder."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    from needlechart.app import start as program
    from needlechart.ui.main_window import MainWindow

    shown = MainWindow.showEvent

    def show_event(window: MainWindow, event: object) -> None:
        watch = _watch_for(QObject, QEvent, QApplication.instance())
        watch.setParent(window)
        window.installEventFilter(watch)
        shown(window, event)

    MainWindow.showEvent = show_event
    program.run(folder, folder.with_name("outside"), demo=False)


SLOW = {"sqlalchemy", "reportlab", "needlechart.ui.navigation", "needlechart.editing.desk"}
"""What nobody needs before the passphrase is typed: the store, paper, and the screens behind Home."""


def ready_to_type(folder: Path) -> None:
    """The program on a chart that is locked, until the passphrase has the keyboard and is painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLineEdit

    from needlechart.app import start as program
    from needlechart.ui.main_window import MainWindow

    shown = MainWindow.showEvent

    def look() -> None:
        app = QApplication.instance()
        field = app.focusWidget()
        if isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Password:
            slow = SLOW & set(sys.modules)
            print(time.time_ns(), ",".join(sorted(slow)) or "none", flush=True)
            app.quit()
        else:
            app.focusChanged.connect(lambda *_: QTimer.singleShot(0, look))

    def show_event(window: MainWindow, event: object) -> None:
        shown(window, event)
        # The first paint comes with the event loop's first turn, the focus before or after it.
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, look))

    MainWindow.showEvent = show_event
    program.run(folder, folder.with_name("outside"), demo=False)


def _watch_for(object_class: type, event_class: type, app: object) -> object:
    class Watch(object_class):  # type: ignore[misc,valid-type]
        def eventFilter(self, watched: object, event: object) -> bool:
            if event.type() == event_class.Type.Paint:  # type: ignore[attr-defined]
                from PySide6.QtCore import QTimer

                self.slow = {"sqlalchemy", "reportlab"} & set(sys.modules)
                # After the event loop has come round once, the paint is on the surface.
                QTimer.singleShot(0, self._painted)
                watched.removeEventFilter(self)  # type: ignore[attr-defined]
            return False

        def _painted(self) -> None:
            print(time.time_ns(), ",".join(sorted(self.slow)) or "none", flush=True)
            app.quit()  # type: ignore[attr-defined]

    return Watch()


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        empty_window()
    elif sys.argv[1] == "ready":
        ready_to_type(Path(sys.argv[2]))
    else:
        our_window(Path(sys.argv[2]))
