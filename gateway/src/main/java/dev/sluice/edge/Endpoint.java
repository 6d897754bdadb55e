package dev.sluice.edge;

/** Answers the requests of one route, or throws what the client is to be told. */
@FunctionalInterface
interface Endpoint {
    void answer(Visit visit);
}
