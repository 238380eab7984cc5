/** How a vendor looks to the companies that it links. */
package fairlead.platform.branding;
