// The questions of benchmarks/graphql.py as its documentation sets @neo4j/graphql up: Apollo's standalone server, no authorization.
// Environment: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD. Arguments: the Cypher of a child's grade, its parameters as JSON.
// A text like 2026-11-01 among the parameters is a date. Prints its address.
import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const [grade, parameters] = process.argv.slice(2);
const typeDefs = readFileSync(new URL("type_definitions.graphql", import.meta.url), "utf8").replace(
  '"GRADE"',
  () => JSON.stringify(grade),
);

const toCypher = (name, value) => {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return neo4j.types.Date.fromStandardDate(new Date(value));
  return Number.isInteger(value) ? neo4j.int(value) : value;
};
const cypherParams = JSON.parse(parameters, toCypher);

const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = new ApolloServer({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: async ({ req }) => ({ req, cypherParams, sessionConfig: { database: "neo4j" } }),
});
console.log(url);
