/**
 * Holds what the public API really answered against {@code codat-contract.json}, the project's own
 * copy of what Codat publishes: each operation that is served, the schema of each good answer, and
 * the statuses of the others. For tests; never shipped.
 */
package fairlead.itests.contract;
