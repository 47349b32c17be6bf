/** An application that is deployed and undeployed again and again leaves nothing behind. */
package dev.etagere.redeploy;
