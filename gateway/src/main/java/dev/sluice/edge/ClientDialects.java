package dev.sluice.edge;

import dev.sluice.access.ClientTraits;
import dev.sluice.http.ClientSide;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.protocol.openai.OpenAiDialect;
import java.util.function.Function;

/**
 * What the clients of one API speak.
 *
 * @param openWebUi for an answer to Open WebUI, which may understand more
 */
record ClientDialects(ClientDialect plain, Function<ClientSide, ClientDialect> openWebUi) {

    static ClientDialects openAi(VendorMembers vendors) {
        var openAi = new OpenAiDialect(vendors.names());
        return new ClientDialects(openAi, client -> new OpenWebUiDialect(openAi, client));
    }

    ClientDialect of(ClientTraits traits, ClientSide client) {
        return traits.isOpenWebUi() ? openWebUi.apply(client) : plain;
    }
}
