package swaptest.consumer;

import java.util.function.Supplier;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import swaptest.api.Greeter;

/** A consumer by the rules; who supplies is whoever it calls. */
@Component(name = "caller", property = "test=caller")
public final class Caller implements Supplier<String> {
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Greeter greeter;

    @Override
    public String get() {
        try {
            Greeter now = greeter;
            return now.greet();
        } catch (ServiceException e) {
            Greeter again = greeter;
            return again.greet();
        }
    }
}
