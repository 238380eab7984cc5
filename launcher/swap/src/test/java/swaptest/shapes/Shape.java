package swaptest.shapes;

import org.osgi.annotation.versioning.ProviderType;

/** An API that is a bundle of its own. */
@ProviderType
public interface Shape {
    /** Which bundle implements it, and of which bundle this interface is. */
    String name();
}
