package fairlead.platform.http;

/**
 * Who makes a call, once that is known.
 *
 * @param client the vendor's id
 * @param who in words: whose key it is, or what else let the call in
 */
public record Actor(String client, String who) {}
