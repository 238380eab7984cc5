package swaptest.api;

/** What the swapped bundles provide. */
public interface Greeter {
    /** The version of the bundle that answers. */
    String greet();
}
