package swaptest.circle;

import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import swaptest.shapes.Shape;

/** Implements the API. */
@Component(name = "circle")
public final class Circle implements Shape {
    @Override
    public String name() {
        return "circle "
                + FrameworkUtil.getBundle(Circle.class).getVersion()
                + " of shapes "
                + FrameworkUtil.getBundle(Shape.class).getVersion();
    }
}
