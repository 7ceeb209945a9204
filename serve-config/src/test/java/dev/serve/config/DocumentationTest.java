package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the repository show, and where they lead. */
class DocumentationTest {

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** Directories of no pages: what is built, hidden, or put together to a page by a test. */
    private static final Set<String> ELSEWHERE = Set.of("target", "run", "resources");

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("pages")
    void everyYamlIsAConfigurationOrAPartOfOne(Path page) {
        assertThat(find(YAML, text(page)).map(match -> problems(match.group(1))))
                .as("yaml in %s", page)
                .allSatisfy(problems -> assertThat(problems).isEmpty());
    }

    @Test
    void aKeyThatIsNoneIsSeenInAPartToo() {
        assertThat(problems("log: { level: INFO }\n")).contains("unknown key");
        assertThat(problems("listeners: { web: { port: http } }\n")).contains("an integer");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndEveryAnchorToAHeading(Path page) {
        assertThat(find(LINK, prose(page)).map(match -> match.group(1)))
                .allSatisfy(
                        link ->
                                assertThat(leadsSomewhere(page, link))
                                        .as("the link of %s to %s", page, link)
                                        .isTrue());
    }

    static List<Path> pages() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes facts) {
                        return !dir.equals(root()) && isElsewhere(dir.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                        if (file.toString().endsWith(".md")) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        assertThat(found).contains(root().resolve("README.md"));
        return found;
    }

    private static boolean isElsewhere(String name) {
        return name.startsWith(".") || ELSEWHERE.contains(name);
    }

    private String problems(String yaml) {
        boolean whole = yaml.lines().anyMatch(line -> line.startsWith("listeners:"));
        String text = whole ? yaml : "listeners: { web: { port: 0 } }\n" + yaml;
        String problems = new Sources(directory).yaml(text).problems();
        return problems.startsWith("no problems") ? "" : problems;
    }

    private static boolean leadsSomewhere(Path page, String link) {
        if (link.contains("://")) {
            return true;
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path);
        return Files.exists(file) && (hash < 0 || anchors(file).contains(link.substring(hash + 1)));
    }

    /** Headings as GitHub names them. */
    private static Set<String> anchors(Path page) {
        return find(HEADING, prose(page))
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String prose(Path page) {
        return CODE.matcher(text(page)).replaceAll("");
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maven runs tests in the module, some IDEs in the project. */
    private static Path root() {
        return Path.of(Files.exists(Path.of("mvnw")) ? "." : "..");
    }
}
