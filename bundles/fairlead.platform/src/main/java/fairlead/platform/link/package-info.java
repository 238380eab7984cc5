/**
 * The link site: what a company sees when it links its books. Its pages need no sign-in; who has
 * the address has the licence key in it, and learns the vendor's brand, the company's name and how
 * far linking has come, nothing else.
 */
package fairlead.platform.link;
