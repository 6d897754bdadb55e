package dev.sluice.app;

import dev.sluice.compat.opendify.ConversationAdmin;
import dev.sluice.compat.opendify.OpenDifyRoutes;
import dev.sluice.edge.Endpoints;
import dev.sluice.edge.PublicApi;
import dev.sluice.web.Route;
import dev.sluice.web.RouteTable;
import java.util.List;
import java.util.stream.Stream;

/** Every route of the gateway. */
public final class ApiRoutes {
    private ApiRoutes() {}

    static RouteTable table(Endpoints endpoints, ConversationAdmin conversations) {
        return new RouteTable(
                Stream.of(
                                PublicApi.routes(() -> endpoints),
                                OpenDifyRoutes.routes(() -> conversations))
                        .flatMap(List::stream)
                        .toList());
    }

    /** To be listed, without what would answer them. */
    public static List<Route> listed() {
        return Stream.of(PublicApi.listed(), OpenDifyRoutes.listed())
                .flatMap(List::stream)
                .toList();
    }
}
