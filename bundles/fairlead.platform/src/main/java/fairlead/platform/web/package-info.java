/** What the pages of the link site and the portal share: templates, styles, scripts. */
package fairlead.platform.web;
