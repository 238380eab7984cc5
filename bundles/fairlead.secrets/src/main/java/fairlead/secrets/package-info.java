/** Credentials at rest: a directory of sealed files, closed to everybody but their owner. */
package fairlead.secrets;
