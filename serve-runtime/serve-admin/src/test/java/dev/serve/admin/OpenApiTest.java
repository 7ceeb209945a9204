package dev.serve.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerView;
import dev.serve.api.routing.RouteView;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The description of the admin API. */
class OpenApiTest {

    @Test
    void isReadByALibraryWithoutAComplaint() {
        try (AdminServer admin = AdminServer.open()) {
            SwaggerParseResult read =
                    new OpenAPIV3Parser()
                            .readContents(
                                    admin.get("/openapi.json").body(), null, new ParseOptions());
            assertThat(read.getMessages()).isEmpty();
            assertThat(read.getOpenAPI().getInfo().getTitle()).isEqualTo("Serve admin API");
        }
    }

    @Test
    void hasEveryRouteAndNoOther() {
        try (AdminServer admin = AdminServer.open()) {
            Set<String> described = new TreeSet<>(described(admin).keySet());
            ListenerView view = admin.server().listeners().getLast();
            Set<String> served =
                    view.routes().stream()
                            .filter(route -> route.pattern().startsWith("/api/v1"))
                            .map(OpenApiTest::line)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(described).isEqualTo(served).hasSizeGreaterThan(20);
        }
    }

    @Test
    void everyCommandSaysWhatItsBodyIs() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(described(admin))
                    .allSatisfy(
                            (line, operation) ->
                                    assertThat(operation.getRequestBody() != null)
                                            .as(line)
                                            .isEqualTo(!line.matches("(GET|DELETE) .*")));
        }
    }

    @Test
    void whatIsOneOfSomeWordsSaysWhich() {
        try (AdminServer admin = AdminServer.open()) {
            assertThat(admin.get("/openapi.json").body())
                    .contains(
                            "{\"type\":\"string\",\"enum\":[\"asc\",\"desc\"]}",
                            "\"enum\":[\"drain\",\"abort\",\"interrupt\"]",
                            "\"enum\":[\"opened\",");
        }
    }

    /** By method and path. */
    private static Map<String, io.swagger.v3.oas.models.Operation> described(AdminServer admin) {
        Map<String, io.swagger.v3.oas.models.Operation> described = new TreeMap<>();
        new OpenAPIV3Parser()
                .readContents(admin.get("/openapi.json").body(), null, new ParseOptions())
                .getOpenAPI()
                .getPaths()
                .forEach(
                        (path, item) ->
                                item.readOperationsMap()
                                        .forEach(
                                                (method, operation) ->
                                                        described.put(
                                                                method + " /api/v1" + path,
                                                                operation)));
        return described;
    }

    private static String line(RouteView route) {
        return String.join(",", route.methods()) + " " + route.pattern();
    }
}
