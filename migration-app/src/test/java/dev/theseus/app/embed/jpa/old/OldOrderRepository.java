package dev.theseus.app.embed.jpa.old;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** Spring Data's. */
public interface OldOrderRepository extends JpaRepository<OldOrderEntity, Long> {

    List<OldOrderEntity> findByCustomerOrderById(String customer);

    long countByCustomer(String customer);

    @Modifying
    @Transactional
    @Query("update OldOrderEntity o set o.state = 'closed' where o.customer = ?1")
    int close(String customer);
}
