package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.plan.Change;
import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.PlanRefusedException;
import fairlead.launcher.plan.SwapPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class RefreshSwapTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestFelix felix;
    private Part shapes;
    private Part circle;
    private Part drawer;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFelix(directory);
        felix.run(felix.bundle("fairlead.schedule", "1.0.0").holds("scheduler").make());
        shapes = felix.shapes("1.0.0");
        circle = felix.bundle("swaptest.circle", "1.0.0").holds("circle").make();
        drawer = felix.bundle("swaptest.drawer", "1.0.0").holds("drawer").make();
        felix.run(shapes);
        felix.run(circle);
        felix.run(drawer);
        assertThat(draws()).isEqualTo("circle 1.0.0 of shapes 1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private String draws() throws Exception {
        return felix.consumer("drawer").get();
    }

    private SwapPlan plan(Part... next) {
        return plan(Set.of(), next);
    }

    private SwapPlan plan(Set<String> partners, Part... next) {
        return SwapPlan.of(
                felix.system(), List.of(shapes, circle, drawer), List.of(next), partners);
    }

    private Attempt attempt(Part... next) {
        return new RefreshSwap(felix.system(), plan(next), TestFelix.QUICK);
    }

    @Test
    @DisplayName("refresh: an API goes with its implementers, and its users see the new ones")
    void anApiGoesWithItsImplementers() throws Exception {
        Part newShapes = felix.shapes("1.1.0", "swaptest.drawer");
        Part newCircle = felix.bundle("swaptest.circle", "1.1.0").holds("circle").make();
        Attempt attempt = attempt(newShapes, newCircle, drawer);
        attempt.forward();
        assertThat(draws()).isEqualTo("circle 1.1.0 of shapes 1.1.0");
        System.out.println("refresh: " + attempt.swapTook().toNanos() / 1000 + " us");
        attempt.commit();
        assertThat(felix.system().getBundles())
                .extracting(b -> b.getSymbolicName() + " " + b.getVersion())
                .contains("swaptest.drawer 1.0.0", "swaptest.shapes 1.1.0")
                .doesNotContain("swaptest.shapes 1.0.0", "swaptest.circle 1.0.0");
    }

    @Test
    @DisplayName("closure: what a release touches and does not name is refused, nothing is changed")
    void aPlanThatTouchesMoreThanItNamesIsRefused() throws Exception {
        Part newShapes = felix.shapes("1.1.0"); // does not name the drawer
        Part newCircle = felix.bundle("swaptest.circle", "1.1.0").holds("circle").make();
        assertThatThrownBy(() -> plan(newShapes, newCircle, drawer))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("swaptest.shapes")
                .hasMessageContaining("would also stop swaptest.drawer");
        assertThat(draws()).isEqualTo("circle 1.0.0 of shapes 1.0.0");
    }

    @Test
    @DisplayName("swap rule 19: a partner's bundle may be touched, and one left behind is left out")
    void rule19APartnersBundleHoldsNoRefreshBack() throws Exception {
        Part acme = felix.bundle("acme.circle", "1.0.0").holds("circle").make();
        felix.run(acme);
        Part other = felix.bundle("acme.drawer", "1.0.0").holds("drawer").make();
        felix.run(other);
        Part newShapes = felix.shapes("1.1.0", "swaptest.drawer");
        Part newCircle = felix.bundle("swaptest.circle", "1.1.0").holds("circle").make();
        assertThatThrownBy(() -> plan(newShapes, newCircle, drawer))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("would also stop acme.circle, acme.drawer");
        Set<String> partners = Set.of("acme.circle", "acme.drawer");
        Attempt attempt =
                new RefreshSwap(
                        felix.system(),
                        plan(partners, newShapes, newCircle, drawer),
                        TestFelix.QUICK);
        attempt.forward();
        assertThat(draws()).isEqualTo("circle 1.1.0 of shapes 1.1.0");
        attempt.commit();
        assertThat(felix.find(acme).getState())
                .as("it implements the API that went")
                .isEqualTo(Bundle.INSTALLED);
        assertThat(felix.find(other).getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    @DisplayName("swap rule 19: what a start has left out of a partner's comes as new")
    void rule19WhatWasLeftOutComesAsNew() {
        Part kept = felix.bundle("acme.kept", "1.0.0").holds("absent").make();
        Part bad = felix.bundle("acme.bad", "1.0.0").holds("absent").make();
        Part mended = felix.bundle("acme.bad", "1.0.1").holds("absent").make();
        SwapPlan plan =
                SwapPlan.of(felix.system(), List.of(kept, bad), List.of(kept, mended), Set.of());
        assertThat(plan.inWords())
                .startsWith(
                        "acme.bad 1.0.1 is added (beside)", "acme.kept 1.0.0 is added (beside)");
        SwapPlan without = SwapPlan.of(felix.system(), List.of(kept, bad), List.of(kept), Set.of());
        assertThat(without.changes())
                .as("nothing to remove")
                .extracting(Change::name)
                .containsExactly("acme.kept");
    }

    @Test
    @DisplayName("refresh: an implementer that was left behind is found before anything stops")
    void anImplementerLeftBehindIsFoundFirst() throws Exception {
        Part newShapes = felix.shapes("1.1.0", "swaptest.drawer", "swaptest.circle");
        Attempt attempt = attempt(newShapes, circle, drawer);
        assertThatThrownBy(attempt::forward)
                .isInstanceOf(SwapFailure.Bad.class)
                .hasMessageContaining("swaptest.circle 1.0.0 would not resolve");
        attempt.back();
        assertThat(draws()).isEqualTo("circle 1.0.0 of shapes 1.0.0");
        assertThat(
                        Arrays.stream(felix.system().getBundles())
                                .filter(b -> b.getState() == Bundle.ACTIVE)
                                .map(Bundle::getSymbolicName))
                .contains("fairlead.schedule");
    }

    @Test
    @DisplayName("swap rule 17: once the old ones are uninstalled, going back is a restart")
    void rule17GoingBackFromARefreshIsARestart() throws Exception {
        Part newShapes = felix.shapes("1.1.0", "swaptest.drawer");
        Part badCircle = felix.bundle("swaptest.circle", "1.1.0").holds("absent").make();
        Attempt attempt = attempt(newShapes, badCircle, drawer);
        assertThatThrownBy(attempt::forward)
                .isInstanceOf(SwapFailure.Bad.class)
                .hasMessageContaining("swaptest.circle/circle was active and is not now");
        assertThatThrownBy(attempt::back).isInstanceOf(SwapFailure.Stuck.class);
    }

    @Test
    @DisplayName("kinds: one that exports is refused as beside")
    void oneThatExportsIsNotSwappedBeside() {
        Part lie = felix.bundle("swaptest.shapes", "1.1.0").exports("shapes").make();
        assertThatThrownBy(() -> plan(lie, circle, drawer))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("swaptest.shapes 1.1.0")
                .hasMessageContaining("is changed by beside")
                .hasMessageContaining("makes it refresh: it exports swaptest.shapes");
    }

    @Test
    void aJarWithAnotherNameInsideIsRefused() {
        Part other = felix.bundle("swaptest.square", "1.1.0").holds("circle").make();
        Part lie =
                new Part(
                        "swaptest.circle",
                        other.version(),
                        other.sha256(),
                        other.jar(),
                        other.kind(),
                        other.refreshes());
        assertThatThrownBy(() -> plan(shapes, lie, drawer))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("says swaptest.circle 1.1.0")
                .hasMessageContaining("itself says swaptest.square 1.1.0");
    }

    @Test
    @DisplayName("kind none: a version is used once")
    void aVersionWithOtherBytesIsRefused() {
        Part other = felix.bundle("swaptest.circle", "1.0.0").holds("circle").with("X", "1").make();
        assertThatThrownBy(() -> plan(shapes, other, drawer))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining(circle.sha256())
                .hasMessageContaining(other.sha256());
    }

    @Test
    void thePlanSaysInPlainWordsWhatChanges() {
        Part newShapes = felix.shapes("1.1.0", "swaptest.drawer");
        Part newCircle = felix.bundle("swaptest.circle", "1.1.0").holds("circle").make();
        assertThat(plan(newShapes, newCircle, drawer).inWords())
                .contains(
                        "swaptest.circle 1.0.0 becomes 1.1.0 (beside)",
                        "swaptest.shapes 1.0.0 becomes 1.1.0 (refresh)")
                .last()
                .asString()
                .contains("swaptest.drawer");
    }
}
