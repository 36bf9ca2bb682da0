/** SCIM 2.0 (RFC 7643, RFC 7644): another system keeps the users and groups of a connection in step. */
@NullMarked
package dev.tailrace.server.scim;

import org.jspecify.annotations.NullMarked;
