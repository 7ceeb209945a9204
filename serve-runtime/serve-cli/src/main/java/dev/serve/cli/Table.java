package dev.serve.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows under heads, as wide as they must be and no wider than there is room: what does not fit
 * loses columns, those of the highest rank first. One use, one thread.
 */
final class Table {

    private static final String GAP = "  ";

    /**
     * A column.
     *
     * @param right whether its cells stand on the right, as numbers do
     * @param rank who goes first where there is little room; 0 stays
     * @param paint colours a cell, without changing its width
     */
    private record Column(String head, boolean right, int rank, UnaryOperator<String> paint) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A column of words. */
    Table words(String head, int rank) {
        return words(head, rank, UnaryOperator.identity());
    }

    /** A column of words that are coloured. */
    Table words(String head, int rank, UnaryOperator<String> paint) {
        columns.add(new Column(head, false, rank, paint));
        return this;
    }

    /** A column of numbers. */
    Table numbers(String head, int rank) {
        columns.add(new Column(head, true, rank, UnaryOperator.identity()));
        return this;
    }

    /** A row, with a cell for each column. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /**
     * The lines, heads first.
     *
     * @param room columns of the terminal
     */
    List<String> lines(int room, Style style) {
        List<Integer> shown = shown(room);
        List<String> lines = new ArrayList<>();
        lines.add(style.dim(line(columns.stream().map(Column::head).toList(), shown, room, false)));
        rows.forEach(row -> lines.add(line(row, shown, room, true)));
        return lines;
    }

    private List<Integer> shown(int room) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        while (shown.stream().mapToInt(each -> width(each) + GAP.length()).sum() - GAP.length()
                > room) {
            int last =
                    shown.stream()
                            .max(Comparator.comparing(each -> columns.get(each).rank()))
                            .orElseThrow();
            if (columns.get(last).rank() == 0) {
                break;
            }
            shown.remove((Integer) last);
        }
        return shown;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(columns.get(column).head().length(), Math::max);
    }

    private String line(List<String> cells, List<Integer> shown, int room, boolean painted) {
        StringBuilder line = new StringBuilder();
        int left = room;
        for (int i = 0; i < shown.size() && left > 0; i++) {
            Column column = columns.get(shown.get(i));
            String cell = cells.get(shown.get(i));
            String space = " ".repeat(width(shown.get(i)) - cell.length());
            boolean last = i == shown.size() - 1;
            String text = column.right() ? space + cell : last ? cell : cell + space;
            String fitting = Words.cut(text, left);
            line.append(painted ? column.paint().apply(fitting) : fitting);
            left -= fitting.length();
            if (!last && left > GAP.length()) {
                line.append(GAP);
                left -= GAP.length();
            } else {
                left = 0;
            }
        }
        return line.toString();
    }
}
