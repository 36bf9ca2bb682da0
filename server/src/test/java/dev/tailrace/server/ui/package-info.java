@NullMarked
package dev.tailrace.server.ui;

import org.jspecify.annotations.NullMarked;
