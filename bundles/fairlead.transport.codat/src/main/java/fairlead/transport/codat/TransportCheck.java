package fairlead.transport.codat;

import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.Transport;
import java.util.Optional;
import java.util.UUID;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * One round trip: asks the platform for a set that nobody ever sent. An answer, whichever, is
 * health; no answer is the surroundings' fault. Without a linked company there is nothing to ask.
 */
@Component(property = HealthCheck.NAME + "=transport")
public final class TransportCheck implements HealthCheck {
    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Transport transport;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Connections connections;

    @Override
    public Result execute() {
        Transport line = transport;
        Connections companies = connections;
        if (line == null) {
            return new Result(Result.Status.CRITICAL, "There is no transport.");
        }
        try {
            Optional<LinkedCompany> company =
                    companies == null
                            ? Optional.empty()
                            : companies.all().stream()
                                    .filter(c -> c.state() == LinkedCompany.State.LINKED)
                                    .findFirst();
            return company.isEmpty()
                    ? new Result(Result.Status.OK, "No company is linked yet.")
                    : said(line.ask(company.get().connectionId(), nobodysSet(), () -> {}));
        } catch (ServiceException e) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "It is being changed.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "It was stopped.");
        } catch (RuntimeException e) {
            return new Result(Result.Status.CRITICAL, "A call failed by a defect: " + e, e);
        }
    }

    private static String nobodysSet() {
        return UUID.randomUUID().toString();
    }

    private static Result said(SetAnswer answer) {
        return answer instanceof SetAnswer.RetryAfter it
                ? new Result(Result.Status.TEMPORARILY_UNAVAILABLE, it.reason())
                : new Result(Result.Status.OK, "The platform answered.");
    }
}
