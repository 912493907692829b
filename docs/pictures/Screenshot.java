import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Draws what a terminal shows as a PNG: {@code tmux capture-pane -e -p | java docs/pictures/Screenshot.java out.png}.
 * Understands colours (16, 256, true), bold and reset; half and eighth blocks are drawn as exact rectangles.
 */
final class Screenshot {
    private static final int CELL_WIDTH = 10;
    private static final int CELL_HEIGHT = 20;
    private static final int MARGIN = 16;
    private static final Color GROUND = new Color(0x16181d);
    private static final Color TEXT = new Color(0xd7dae0);
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([0-9;]*)([A-Za-z])");
    private static final int[] BASIC = {
        0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5,
        0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xffffff
    };

    private record Cell(int character, Color text, Color ground, boolean bold) {}

    private Color text = TEXT;
    private Color ground = GROUND;
    private boolean bold;

    public static void main(String[] arguments) throws Exception {
        String shown = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        ImageIO.write(new Screenshot().draw(shown.stripTrailing()), "png", new File(arguments[0]));
    }

    private BufferedImage draw(String shown) {
        List<List<Cell>> lines = new ArrayList<>();
        for (String line : shown.split("\n")) {
            lines.add(cells(line));
        }
        int columns = lines.stream().mapToInt(List::size).max().orElse(1);
        BufferedImage image = new BufferedImage(
                columns * CELL_WIDTH + 2 * MARGIN, lines.size() * CELL_HEIGHT + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(GROUND);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int row = 0; row < lines.size(); row++) {
            for (int column = 0; column < lines.get(row).size(); column++) {
                draw(graphics, lines.get(row).get(column), MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT);
            }
        }
        return image;
    }

    private List<Cell> cells(String line) {
        List<Cell> cells = new ArrayList<>();
        Matcher matcher = SEQUENCE.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (matcher.find(at) && matcher.start() == at) {
                if (matcher.group(2).equals("m")) {
                    apply(matcher.group(1));
                }
                at = matcher.end();
            } else {
                int character = line.codePointAt(at);
                cells.add(new Cell(character, text, ground, bold));
                at += Character.charCount(character);
            }
        }
        return cells;
    }

    private void apply(String codes) {
        String[] parts = codes.isEmpty() ? new String[] {"0"} : codes.split(";");
        for (int index = 0; index < parts.length; index++) {
            int code = parts[index].isEmpty() ? 0 : Integer.parseInt(parts[index]);
            if (code == 38 || code == 48) {
                boolean indexed = parts[index + 1].equals("5");
                Color colour = indexed
                        ? indexed(Integer.parseInt(parts[index + 2]))
                        : new Color(
                                Integer.parseInt(parts[index + 2]),
                                Integer.parseInt(parts[index + 3]),
                                Integer.parseInt(parts[index + 4]));
                index += indexed ? 2 : 4;
                if (code == 38) {
                    text = colour;
                } else {
                    ground = colour;
                }
            } else {
                simple(code);
            }
        }
    }

    private void simple(int code) {
        switch (code) {
            case 0 -> {
                text = TEXT;
                ground = GROUND;
                bold = false;
            }
            case 1 -> bold = true;
            case 22 -> bold = false;
            case 39 -> text = TEXT;
            case 49 -> ground = GROUND;
            default -> {
                if (code >= 30 && code < 38) {
                    text = new Color(BASIC[code - 30]);
                } else if (code >= 90 && code < 98) {
                    text = new Color(BASIC[code - 82]);
                }
            }
        }
    }

    private static Color indexed(int index) {
        if (index < 16) {
            return new Color(BASIC[index]);
        }
        if (index >= 232) {
            int level = 8 + 10 * (index - 232);
            return new Color(level, level, level);
        }
        int[] levels = {0, 95, 135, 175, 215, 255};
        int cube = index - 16;
        return new Color(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]);
    }

    private static void draw(Graphics2D graphics, Cell cell, int x, int y) {
        graphics.setColor(cell.ground());
        graphics.fillRect(x, y, CELL_WIDTH, CELL_HEIGHT);
        graphics.setColor(cell.text());
        int character = cell.character();
        if (character == '▀') {
            graphics.fillRect(x, y, CELL_WIDTH, CELL_HEIGHT / 2);
        } else if (character >= '▁' && character <= '█') {
            int height = (character - '▁' + 1) * CELL_HEIGHT / 8;
            graphics.fillRect(x, y + CELL_HEIGHT - height, CELL_WIDTH, height);
        } else if (character > '█' && character <= '▏') {
            graphics.fillRect(x, y, ('▐' - character) * CELL_WIDTH / 8, CELL_HEIGHT);
        } else {
            graphics.setFont(new Font("DejaVu Sans Mono", cell.bold() ? Font.BOLD : Font.PLAIN, 16));
            graphics.drawString(Character.toString(character), x, y + 15);
        }
    }
}
