/**
 * A whole Sage-50-shaped company to try everything on, and the strict stand-in for Sage's driver
 * through which alone it can be read.
 *
 * <p>{@link fairlead.demo.DemoCompany} makes and serves a company, in a process of its own or
 * inside a test; {@code books} is the company and its truth; {@code standin} is the driver, which
 * knows nothing of either and can live in another process.
 */
package fairlead.demo;
