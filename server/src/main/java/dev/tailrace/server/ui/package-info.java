/** The dashboard's side of the server: its files, its sessions, its way to the API, what it hears live. */
@NullMarked
package dev.tailrace.server.ui;

import org.jspecify.annotations.NullMarked;
