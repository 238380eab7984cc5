package swaptest.drawer;

import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import swaptest.shapes.Shape;

/** Uses the API, and is not released with it. */
@Component(name = "drawer", property = "test=drawer")
public final class Drawer implements Supplier<String> {
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Shape shape;

    @Override
    public String get() {
        Shape now = shape;
        return now.name();
    }
}
